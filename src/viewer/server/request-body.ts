/** The body of a request, up to a limit. */
import type { IncomingMessage } from "node:http";

/** A body that is too large, or a request that is no good; `status` is that of the answer. */
export class RequestError extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.name = "RequestError";
    this.status = status;
  }
}

/** Ids of a million nodes. */
const BODY_BYTES_MAX = 4_000_000;

export async function readBody(request: IncomingMessage): Promise<Uint8Array<ArrayBuffer>> {
  const length = Number(request.headers["content-length"] ?? 0);
  if (length > BODY_BYTES_MAX) throw tooLarge();
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += (chunk as Uint8Array).length;
    if (size > BODY_BYTES_MAX) throw tooLarge();
    chunks.push(chunk as Uint8Array);
  }
  const body = new Uint8Array(size);
  let end = 0;
  for (const chunk of chunks) {
    body.set(chunk, end);
    end += chunk.length;
  }
  return body;
}

function tooLarge(): RequestError {
  return new RequestError(413, `body expected at most ${BODY_BYTES_MAX} bytes, got more`);
}

/** A body that is ids, 4 bytes each, little-endian. */
export async function readIdBody(request: IncomingMessage): Promise<Uint32Array> {
  const body = await readBody(request);
  if (body.length % 4 !== 0)
    throw new RequestError(400, `body expected ids of 4 bytes each, got ${body.length} bytes`);
  return new Uint32Array(body.buffer);
}

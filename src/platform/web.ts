/** Browsers and whatever else is not Node: only what every JavaScript engine has. */
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";
import type { Platform } from "./platform.js";

export type * from "./platform.js";
export type { Codec, Disk, DiskFile, Host, OpenMode, StoragePlatform } from "./platform.js";

const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

export const platform: Platform = {
  sha256: (bytes) => sha256(bytes),
  sha256Hex: (bytes) => bytesToHex(sha256(bytes)),
  findBytes: undefined,
  decodeUtf8: (bytes, start, end) => decoder.decode(bytes.subarray(start, end)),
  encodeHex: (bytes, start, end) => bytesToHex(bytes.subarray(start, end)),
  decodeBase64(text) {
    const binary = atob(text);
    const bytes = new Uint8Array(binary.length);
    for (let i = 0; i < bytes.length; i++) bytes[i] = binary.charCodeAt(i);
    return bytes;
  },
  startThread(source) {
    if (typeof Worker === "undefined" || typeof Blob === "undefined") return undefined;
    const url = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
    try {
      const worker = new Worker(url);
      return { post: (message) => worker.postMessage(message), stop: () => worker.terminate() };
    } catch {
      // a page's policy may forbid threads
      return undefined;
    } finally {
      URL.revokeObjectURL(url);
    }
  },
  storage: undefined,
};

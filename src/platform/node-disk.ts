/** Files as Node has them. Nothing is imported: node:fs and its like come with the first store. */
import type { Disk, DiskFile, Host, OpenMode, Threads } from "./disk.js";
import type { Codec, StoragePlatform } from "./platform.js";

type Fs = typeof import("node:fs");

type Zlib = typeof import("node:zlib");
type Path = typeof import("node:path");

let fs: Fs | undefined;
let zlib: Zlib | undefined;
let path: Path | undefined;

/** Modules of Node, kept: to ask Node for one takes as long as a checksum of a small frame. */
const builtin = {
  get fs(): Fs {
    fs ??= process.getBuiltinModule("node:fs");
    return fs;
  },
  get zlib(): Zlib {
    zlib ??= process.getBuiltinModule("node:zlib");
    return zlib;
  },
  get path(): Path {
    path ??= process.getBuiltinModule("node:path");
    return path;
  },
};

/** One call reads or writes no more than this: Linux stops at 2^31 - 4096 bytes. */
const CALL_BYTES_MAX = 2 ** 30;

const FLAGS = { read: "r", write: "r+", create: "wx+" } as const satisfies Record<OpenMode, string>;

class NodeFile implements DiskFile {
  readonly path: string;
  readonly #fs: Fs;
  readonly #descriptor: number;
  #stats: import("node:fs").BigIntStats | undefined;

  constructor(fs: Fs, path: string, mode: OpenMode) {
    this.#fs = fs;
    this.path = path;
    this.#descriptor = fs.openSync(path, FLAGS[mode]);
  }

  size(): number {
    return this.#fs.fstatSync(this.#descriptor).size;
  }

  read(bytes: Uint8Array, position: number): number {
    let done = 0;
    while (done < bytes.length) {
      const count = Math.min(bytes.length - done, CALL_BYTES_MAX);
      const read = this.#fs.readSync(this.#descriptor, bytes, done, count, position + done);
      if (read === 0) break;
      done += read;
    }
    return done;
  }

  write(bytes: Uint8Array, position: number): void {
    for (let done = 0; done < bytes.length; ) {
      const count = Math.min(bytes.length - done, CALL_BYTES_MAX);
      done += this.#fs.writeSync(this.#descriptor, bytes, done, count, position + done);
    }
  }

  linkCount(): number {
    return this.#fs.fstatSync(this.#descriptor).nlink;
  }

  truncate(sizeBytes: number): void {
    this.#fs.ftruncateSync(this.#descriptor, sizeBytes);
  }

  sync(): void {
    this.#fs.fdatasyncSync(this.#descriptor);
  }

  close(): void {
    this.#fs.closeSync(this.#descriptor);
  }

  get isAt(): ((path: string) => boolean) | undefined {
    return process.platform === "win32" ? undefined : (path) => this.#isAt(path);
  }

  #isAt(path: string): boolean {
    this.#stats ??= this.#fs.fstatSync(this.#descriptor, { bigint: true });
    const stats = this.#fs.statSync(path, { bigint: true, throwIfNoEntry: false });
    // no other file has the number for as long as this one is open
    return stats !== undefined && stats.ino === this.#stats.ino && stats.dev === this.#stats.dev;
  }
}

/**
 * Makes a folder and those it is in, one by one: `recursive` of Node 20 never ends where the system says that a folder
 * which is there is not, as it does in /proc.
 */
function makeFolder(folder: string): void {
  const { fs, path } = builtin;
  const parent = path.dirname(folder);
  try {
    fs.mkdirSync(folder);
  } catch (error) {
    const { code } = error as { code?: string };
    if (code === "EEXIST" && fs.statSync(folder).isDirectory()) return;
    if (code !== "ENOENT" || fs.existsSync(parent)) throw error;
    makeFolder(parent);
    makeFolder(folder);
  }
}

const disk: Disk = {
  kindOf(path) {
    const stats = builtin.fs.statSync(path, { throwIfNoEntry: false });
    if (stats === undefined) return undefined;
    return stats.isFile() ? "file" : stats.isDirectory() ? "folder" : "other";
  },
  list: (folder) => builtin.fs.readdirSync(folder),
  makeFolder,
  open: (path, mode) => new NodeFile(builtin.fs, path, mode),
  rename(from, to) {
    builtin.fs.renameSync(from, to);
  },
  remove(path) {
    builtin.fs.unlinkSync(path);
  },
  syncFolder(folder) {
    // Windows cannot open a folder: NTFS keeps its own journal of names
    if (process.platform === "win32") return;
    const { fs } = builtin;
    const descriptor = fs.openSync(folder, "r");
    try {
      fs.fsyncSync(descriptor);
    } finally {
      fs.closeSync(descriptor);
    }
  },
};

/** The 22nd field of a `stat` of /proc, counted behind the name in parentheses, which may hold spaces. */
function startIn(path: string): string {
  const text = builtin.fs.readFileSync(path, "latin1");
  return text.slice(text.lastIndexOf(")") + 2).split(" ")[19];
}

const LOCKS = Symbol.for("groggy locks");
let threads: Threads | undefined;

/** The threads as Linux has them; undefined elsewhere. */
function findThreads(): Threads | undefined {
  try {
    const thread = builtin.fs.readlinkSync("/proc/thread-self").split("/").at(-1);
    // a module of the system is one object in all realms of a thread, and another in each thread
    const shared = builtin.fs as Fs & { [LOCKS]?: Set<string> };
    if (shared[LOCKS] === undefined) Object.defineProperty(shared, LOCKS, { value: new Set<string>() });
    return {
      own: `${thread} ${startIn(`/proc/${process.pid}/task/${thread}/stat`)}`,
      isAlive(pid, own) {
        const [number, start] = own.split(" ");
        try {
          return startIn(`/proc/${pid}/task/${number}/stat`) === start;
        } catch (error) {
          const { code } = error as { code?: string };
          return code !== "ENOENT" && code !== "ESRCH";
        }
      },
      locks: shared[LOCKS] as Set<string>,
    };
  } catch {
    return undefined;
  }
}

const host: Host = {
  get pid() {
    return process.pid;
  },
  get name() {
    return process.getBuiltinModule("node:os").hostname();
  },
  startOf(pid) {
    try {
      const start = startIn(`/proc/${pid}/stat`);
      const boot = builtin.fs.readFileSync("/proc/sys/kernel/random/boot_id", "latin1").trim();
      return `${boot} ${start}`;
    } catch {
      return "";
    }
  },
  isAlive(pid) {
    try {
      process.kill(pid, 0);
      return true;
    } catch (error) {
      // EPERM: it exists and belongs to another user
      return (error as { code?: string }).code === "EPERM";
    }
  },
  sleep(timeMs) {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, timeMs);
  },
  get threads() {
    threads ??= findThreads();
    return threads;
  },
};

type Zstd = {
  zstdCompressSync?: (bytes: Uint8Array) => Uint8Array;
  zstdDecompressSync?: (bytes: Uint8Array, options: { maxOutputLength: number }) => Uint8Array;
};

function compress(bytes: Uint8Array, codec: Codec): Uint8Array | undefined {
  if (codec === "none") return bytes;
  if (codec === "deflate") return builtin.zlib.deflateRawSync(bytes, { level: 1 });
  return (builtin.zlib as unknown as Zstd).zstdCompressSync?.(bytes);
}

function decompress(bytes: Uint8Array, codec: Codec, sizeBytes: number): Uint8Array | undefined {
  if (codec === "none") return bytes;
  // never more than the declared size: damaged bytes must not fill the memory
  const limit = { maxOutputLength: Math.max(sizeBytes, 1) };
  const { zlib } = builtin;
  const own =
    codec === "deflate"
      ? zlib.inflateRawSync(bytes, limit)
      : (zlib as unknown as Zstd).zstdDecompressSync?.(bytes, limit);
  // a Buffer's `slice` is a view, and a binary value of a store must not be a Buffer
  return own === undefined ? undefined : new Uint8Array(own.buffer, own.byteOffset, own.byteLength);
}

export const storage: StoragePlatform = {
  disk,
  host,
  crc32: (bytes, before = 0) => builtin.zlib.crc32(bytes, before),
  compress,
  decompress,
  resolvePath: (path) => builtin.path.resolve(path),
  joinPath: (...names) => builtin.path.join(...names),
  randomBytes: (count) => crypto.getRandomValues(new Uint8Array(count)),
};

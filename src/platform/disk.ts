/**
 * All that a store needs of a file system, so that a simulated disk can replace it. Every call is synchronous; it
 * succeeds as a whole, or throws the system's error, which has a `code` such as "ENOSPC".
 *
 * Written bytes are durable once `sync` of the file has returned; that a file was created, removed or renamed is
 * durable once `syncFolder` of its folder has returned.
 */

/**
 * The mode in which a file is opened: an existing one, to read or to read and write, or a new one (EEXIST if it
 * exists).
 */
export type OpenMode = "read" | "write" | "create";

/** An open file. Positions and sizes are in bytes. */
export interface DiskFile {
  readonly path: string;
  size(): number;
  /** Fills `bytes` from `position` on. Returns the number of bytes read, fewer only at the end of the file. */
  read(bytes: Uint8Array, position: number): number;
  /** Writes all of `bytes` from `position` on; beyond the end the file grows. */
  write(bytes: Uint8Array, position: number): void;
  /** Cuts the file off, or lengthens it with zeros. */
  truncate(sizeBytes: number): void;
  sync(): void;
  close(): void;
  /**
   * Whether this is the file at a path; absent where that cannot be determined, or an open file cannot be removed.
   */
  readonly isAt?: ((path: string) => boolean) | undefined;
  /** The number of names of the file, in all folders: hard links. Absent where the system does not say. */
  linkCount?(): number;
}

export interface Disk {
  /** The kind of entry at a path; undefined if there is none. */
  kindOf(path: string): "file" | "folder" | "other" | undefined;
  /** The names in a folder, in no order. */
  list(folder: string): string[];
  /** Makes a folder and those it is in; fine if it exists. */
  makeFolder(folder: string): void;
  open(path: string, mode: OpenMode): DiskFile;
  /** Gives a file another name in one step; what had that name is gone. */
  rename(from: string, to: string): void;
  remove(path: string): void;
  syncFolder(folder: string): void;
}

/** The process that runs, and others on the same host, as far as locks have to know them. */
export interface Host {
  readonly pid: number;
  readonly name: string;
  /** Distinguishes a process from a later one with the same number; empty where the system does not say. */
  startOf(pid: number): string;
  /** Whether a process of this host is alive. */
  isAlive(pid: number): boolean;
  /** Stops this thread for a while. */
  sleep(timeMs: number): void;
  /** The threads of processes; absent where the system does not tell them apart. */
  readonly threads?: Threads | undefined;
}

/**
 * The threads of processes, so that a file left behind by a thread is distinguished from one that another still uses.
 */
export interface Threads {
  /** Tells this thread from all others of its process, earlier ones included. */
  readonly own: string;
  /** Whether the thread that `own` named in a process of this host is alive. */
  isAlive(pid: number, thread: string): boolean;
  /** The nonces of the locks that this thread holds, whichever copy of the code took them. */
  readonly locks: Set<string>;
}

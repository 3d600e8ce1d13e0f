// A disk in memory that stands in for the real one: it can fail at any call and lose power at any call. Every call
// has a number, from 1; a hook sees each before it is made, and is to run nothing that is in the midst of its own. After a crash all calls throw, as handles of a process
// that is no more: what goes on is the disk that the power cut gives (power-cut.ts).
import type { Disk, DiskFile, OpenMode } from "../../src/platform/disk.js";
import { FileNode, FolderNode, type NameChange } from "./simulated-files.js";

/** The process ends here: nothing of it may run on. */
export class CrashError extends Error {
  constructor() {
    super("the power was cut");
    this.name = "CrashError";
  }
}

export type DiskAction =
  | "kindOf"
  | "list"
  | "makeFolder"
  | "open"
  | "create"
  | "rename"
  | "remove"
  | "syncFolder"
  | "size"
  | "read"
  | "write"
  | "truncate"
  | "sync"
  | "close";

export interface DiskCall {
  readonly number: number;
  readonly action: DiskAction;
  readonly path: string;
}

/** A system's code; "short" writes a part, and then there is no space. */
export type Fault = "EIO" | "ENOSPC" | "EMFILE" | "EACCES" | "EROFS" | "short";

const TEXTS: Record<string, string> = {
  EACCES: "permission denied",
  EBADF: "bad file descriptor",
  EEXIST: "file already exists",
  EIO: "i/o error",
  EISDIR: "illegal operation on a directory",
  EMFILE: "too many open files",
  ENOENT: "no such file or directory",
  ENOSPC: "no space left on device",
  ENOTDIR: "not a directory",
  EROFS: "read-only file system",
};

/** An error as Node's fs throws it. */
export function systemError(code: string, action: string, path: string): Error {
  return Object.assign(new Error(`${code}: ${TEXTS[code]}, ${action} '${path}'`), {
    code,
    syscall: action,
    path,
  });
}

export class SimulatedDisk implements Disk {
  readonly root: FolderNode;
  /** Calls made so far. */
  callCount = 0;
  /** Goes up with everything that changes what a power cut may leave. */
  changeCount = 0;
  /** Handles not closed yet. */
  openCount = 0;
  isDead = false;
  beforeCall: ((call: DiskCall) => void) | undefined;
  readonly #faults = new Map<number, Fault>();
  #serial = 0;

  constructor(root = new FolderNode("/")) {
    this.root = root;
  }

  /** The call of that number fails. A sync that fails leaves what it was to write in limbo. */
  failAt(call: number, fault: Fault): void {
    this.#faults.set(call, fault);
  }

  /** No process of this disk does anything any more. */
  crash(): never {
    this.isDead = true;
    throw new CrashError();
  }

  /** Makes a call: counted, shown to the hook, and failed if that is planned; `fail` is done before it fails. */
  call<T>(action: DiskAction, path: string, perform: () => T, fail?: (fault: Fault) => void): T {
    if (this.isDead) throw new CrashError();
    const number = ++this.callCount;
    this.beforeCall?.({ number, action, path });
    if (this.isDead) throw new CrashError();
    const fault = this.#faults.get(number);
    if (fault !== undefined) {
      fail?.(fault);
      throw systemError(fault === "short" ? "ENOSPC" : fault, action, path);
    }
    return perform();
  }

  /** The next change's place in the order of all, said by whoever makes one. */
  nextSerial(): number {
    this.changeCount++;
    return this.#serial++;
  }

  kindOf(path: string): "file" | "folder" | undefined {
    return this.call("kindOf", path, () => {
      const node = this.#find(path, "stat");
      if (node === undefined) return undefined;
      return node instanceof FileNode ? "file" : "folder";
    });
  }

  list(folder: string): string[] {
    return this.call("list", folder, () => [...this.#folder(folder, "scandir").entries.keys()]);
  }

  makeFolder(path: string): void {
    this.call("makeFolder", path, () => {
      let folder = this.root;
      for (const name of namesOf(path)) {
        const node = folder.entries.get(name);
        if (node instanceof FileNode)
          throw systemError(node.path === path ? "EEXIST" : "ENOTDIR", "mkdir", path);
        const made = node ?? new FolderNode(`${folder.path === "/" ? "" : folder.path}/${name}`);
        if (node === undefined) this.#change(`make ${made.path}`, [{ folder, name, node: made }]);
        folder = made;
      }
    });
  }

  open(path: string, mode: OpenMode): DiskFile {
    return this.call(mode === "create" ? "create" : "open", path, () => {
      const { folder, name } = this.#place(path, "open");
      let node = folder.entries.get(name);
      if (node === undefined && mode !== "create") throw systemError("ENOENT", "open", path);
      if (node !== undefined && mode === "create") throw systemError("EEXIST", "open", path);
      if (node instanceof FolderNode) throw systemError("EISDIR", "open", path);
      if (node === undefined) {
        node = new FileNode(path);
        this.#change(`make ${path}`, [{ folder, name, node }]);
      }
      this.openCount++;
      return new SimulatedFile(this, node, path, mode);
    });
  }

  rename(from: string, to: string): void {
    this.call("rename", from, () => {
      const source = this.#place(from, "rename");
      const target = this.#place(to, "rename");
      const node = source.folder.entries.get(source.name);
      if (node === undefined) throw systemError("ENOENT", "rename", from);
      if (node instanceof FolderNode) throw new Error("the simulated disk renames files only");
      if (target.folder.entries.get(target.name) instanceof FolderNode)
        throw systemError("EISDIR", "rename", from);
      if (source.folder === target.folder && source.name === target.name) return;
      node.path = to;
      this.#change(`rename ${from} to ${to}`, [
        { folder: source.folder, name: source.name, node: undefined },
        { folder: target.folder, name: target.name, node },
      ]);
    });
  }

  remove(path: string): void {
    this.call("remove", path, () => {
      const { folder, name } = this.#place(path, "unlink");
      const node = folder.entries.get(name);
      if (node === undefined) throw systemError("ENOENT", "unlink", path);
      if (node instanceof FolderNode) throw systemError("EISDIR", "unlink", path);
      this.#change(`remove ${path}`, [{ folder, name, node: undefined }]);
    });
  }

  syncFolder(path: string): void {
    const sync = (isDone: boolean) => {
      const folder = this.#folder(path, "open");
      if (folder.changes.length > 0) this.changeCount++;
      if (isDone) folder.sync();
      else folder.failSync();
    };
    this.call(
      "syncFolder",
      path,
      () => sync(true),
      () => sync(false),
    );
  }

  /** A disk in the same state, on which nothing is planned and no handle is open. */
  clone(): SimulatedDisk {
    const copies = new Map<FileNode | FolderNode, FileNode | FolderNode>();
    const disk = new SimulatedDisk(cloneFolder(this.root, copies));
    disk.#serial = this.#serial;
    return disk;
  }

  /** Every file, by its path and in the order of paths. */
  nodes(): Map<string, FileNode> {
    const found: [string, FileNode][] = [];
    const visit = (folder: FolderNode, path: string): void => {
      for (const [name, node] of folder.entries) {
        if (node instanceof FileNode) found.push([`${path}/${name}`, node]);
        else visit(node, `${path}/${name}`);
      }
    };
    visit(this.root, "");
    return new Map(found.sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  /** What a program reads in each file. */
  files(): Map<string, Uint8Array> {
    return new Map(Array.from(this.nodes(), ([path, node]) => [path, node.bytes]));
  }

  #change(text: string, effects: NameChange["effects"]): void {
    const unsynced = new Set(effects.map(({ folder }) => folder));
    const change: NameChange = { serial: this.nextSerial(), text, effects, unsynced, isLimbo: false };
    for (const { folder, name, node } of effects) {
      if (node === undefined) folder.entries.delete(name);
      else folder.entries.set(name, node);
    }
    for (const folder of unsynced) folder.changes.push(change);
  }

  #find(path: string, action: string): FileNode | FolderNode | undefined {
    let node: FileNode | FolderNode | undefined = this.root;
    for (const name of namesOf(path)) {
      if (node === undefined) return undefined;
      if (node instanceof FileNode) throw systemError("ENOTDIR", action, path);
      node = node.entries.get(name);
    }
    return node;
  }

  #folder(path: string, action: string): FolderNode {
    const node = this.#find(path, action);
    if (node === undefined) throw systemError("ENOENT", action, path);
    if (node instanceof FileNode) throw systemError("ENOTDIR", action, path);
    return node;
  }

  #place(path: string, action: string): { folder: FolderNode; name: string } {
    const names = namesOf(path);
    const name = names.pop();
    if (name === undefined) throw systemError("EISDIR", action, path);
    return { folder: this.#folder(`/${names.join("/")}`, action), name };
  }
}

class SimulatedFile implements DiskFile {
  readonly path: string;
  readonly #disk: SimulatedDisk;
  readonly #node: FileNode;
  readonly #mode: OpenMode;
  #isOpen = true;

  constructor(disk: SimulatedDisk, node: FileNode, path: string, mode: OpenMode) {
    this.#disk = disk;
    this.#node = node;
    this.path = path;
    this.#mode = mode;
  }

  size(): number {
    return this.#call("size", () => this.#node.sizeBytes);
  }

  read(bytes: Uint8Array, position: number): number {
    // as on Node's disk: nothing to do, no call
    if (bytes.length === 0) return 0;
    return this.#call("read", () => {
      const found = this.#node.bytes.subarray(position, position + bytes.length);
      bytes.set(found);
      return found.length;
    });
  }

  write(bytes: Uint8Array, position: number): void {
    if (bytes.length === 0) return;
    const write = (count: number) => {
      this.#checkWritable("write");
      if (count > 0) this.#node.write(bytes.subarray(0, count), position, this.#disk.nextSerial());
    };
    this.#call(
      "write",
      () => write(bytes.length),
      (fault) => write(fault === "short" ? bytes.length >> 1 : 0),
    );
  }

  truncate(sizeBytes: number): void {
    this.#call("truncate", () => {
      this.#checkWritable("ftruncate");
      this.#node.truncate(sizeBytes, this.#disk.nextSerial());
    });
  }

  sync(): void {
    const sync = (isDone: boolean) => {
      if (this.#node.changes.length > 0) this.#disk.changeCount++;
      if (isDone) this.#node.sync();
      else this.#node.failSync();
    };
    this.#call(
      "sync",
      () => sync(true),
      () => sync(false),
    );
  }

  close(): void {
    this.#call("close", () => {
      this.#isOpen = false;
      this.#disk.openCount--;
    });
  }

  #call<T>(action: DiskAction, perform: () => T, fail?: (fault: Fault) => void): T {
    if (!this.#isOpen && !this.#disk.isDead) throw systemError("EBADF", action, this.path);
    return this.#disk.call(action, this.path, perform, fail);
  }

  #checkWritable(action: string): void {
    if (this.#mode !== "read") return;
    throw systemError(action === "write" ? "EBADF" : "EINVAL", action, this.path);
  }
}

function namesOf(path: string): string[] {
  return path.split("/").filter((name) => name !== "");
}

function cloneFolder(
  folder: FolderNode,
  copies: Map<FileNode | FolderNode, FileNode | FolderNode>,
): FolderNode {
  const changes = new Map<NameChange, NameChange>();
  const copyOf = (node: FileNode | FolderNode): FileNode | FolderNode => {
    const known = copies.get(node);
    if (known !== undefined) return known;
    if (node instanceof FileNode) {
      const copy = node.clone();
      copies.set(node, copy);
      return copy;
    }
    const copy = new FolderNode(node.path);
    copies.set(node, copy);
    copy.base = new Map(Array.from(node.base, ([name, each]) => [name, copyOf(each)]));
    copy.entries = new Map(Array.from(node.entries, ([name, each]) => [name, copyOf(each)]));
    copy.changes = node.changes.map((change) => changeOf(change));
    return copy;
  };
  const folderOf = (node: FolderNode) => copyOf(node) as FolderNode;
  const changeOf = (change: NameChange): NameChange => {
    const known = changes.get(change);
    if (known !== undefined) return known;
    const effects = change.effects.map(({ folder: place, name, node }) => {
      return { folder: folderOf(place), name, node: node === undefined ? undefined : copyOf(node) };
    });
    const copy = { ...change, effects, unsynced: new Set([...change.unsynced].map(folderOf)) };
    changes.set(change, copy);
    return copy;
  };
  return folderOf(folder);
}

// Workspaces: memory that a thread needs for itself while it works on a chunk. Each begins with a cache line whose
// first word says whether it is in use; there are as many as threads, so that one is soon free.

// @ts-ignore: decorator
@inline
export const WORKSPACE_HEAD: usize = 64;

// The address of a workspace that is this thread's until it leaves it.
export function takeWorkspace(workspaces: usize, workspaceBytes: usize, workspaceCount: u32): usize {
  if (ASC_FEATURE_THREADS) {
    for (let i: u32 = 0; ; i = i + 1 == workspaceCount ? 0 : i + 1) {
      const workspace = workspaces + <usize>i * workspaceBytes;
      if (atomic.cmpxchg<u32>(workspace, 0, 1) == 0) return workspace;
    }
  }
  return workspaces;
}

// @ts-ignore: decorator
@inline
export function leaveWorkspace(workspace: usize): void {
  if (ASC_FEATURE_THREADS) atomic.store<u32>(workspace, 0);
}

// @ts-ignore: decorator
@inline
export function addShared(p: usize, value: u32): void {
  if (ASC_FEATURE_THREADS) atomic.add<u32>(p, value);
  else store<u32>(p, load<u32>(p) + value);
}

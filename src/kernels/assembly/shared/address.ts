// The addresses of numbers of 4 and of 8 bytes in a row, by their index.

// @ts-ignore: decorator
@inline
export function word(base: usize, index: u32): usize {
  return base + (<usize>index << 2);
}

// @ts-ignore: decorator
@inline
export function long(base: usize, index: u32): usize {
  return base + (<usize>index << 3);
}

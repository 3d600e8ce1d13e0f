/** Moves nodes apart that cover each other, by a grid of cells as wide as the largest disc: O(nodes) for equal sizes. */

const GAP = 2;

export function separateDiscs(x: Float64Array, y: Float64Array, radii: Float32Array, rounds: number): void {
  const n = x.length;
  let largest = 0;
  for (let i = 0; i < n; i++) largest = Math.max(largest, radii[i]!);
  const width = 2 * largest + GAP;
  if (n < 2 || !(width > 0)) return;
  for (let round = 0; round < rounds; round++) {
    const cells = new Map<number, number[]>();
    const keyOf = (cx: number, cy: number) => cx * 0x4000000 + cy;
    for (let i = 0; i < n; i++) {
      const key = keyOf(Math.floor(x[i]! / width), Math.floor(y[i]! / width));
      const cell = cells.get(key);
      if (cell === undefined) cells.set(key, [i]);
      else cell.push(i);
    }
    for (let i = 0; i < n; i++) {
      const cx = Math.floor(x[i]! / width);
      const cy = Math.floor(y[i]! / width);
      for (let dx = -1; dx <= 1; dx++)
        for (let dy = -1; dy <= 1; dy++)
          for (const j of cells.get(keyOf(cx + dx, cy + dy)) ?? []) if (j > i) part(i, j, x, y, radii);
    }
  }
}

function part(i: number, j: number, x: Float64Array, y: Float64Array, radii: Float32Array): void {
  let dx = x[j]! - x[i]!;
  let dy = y[j]! - y[i]!;
  const wanted = radii[i]! + radii[j]! + GAP;
  let distance = Math.hypot(dx, dy);
  if (distance >= wanted) return;
  if (distance < 1e-6) {
    dx = Math.cos(i + j);
    dy = Math.sin(i + j);
    distance = 1;
  }
  // the smaller one moves more
  const [a, b] = [radii[i]! ** 2, radii[j]! ** 2];
  const push = (wanted - Math.min(distance, wanted)) / distance;
  const share = a + b > 0 ? b / (a + b) : 0.5;
  x[i]! -= dx * push * share * 0.5;
  y[i]! -= dy * push * share * 0.5;
  x[j]! += dx * push * (1 - share) * 0.5;
  y[j]! += dy * push * (1 - share) * 0.5;
}

/** The float64 nearest to a sum of whole numbers by their count: of a mean that is rounded once. */
export function quotientOf(sum: bigint, count: number): number {
  const divisor = BigInt(count);
  // 64 bits of fraction, the last of which is set if any beyond is
  const dividend = (sum < 0n ? -sum : sum) << 64n;
  const quotient = dividend / divisor;
  const size = Number(dividend % divisor === 0n ? quotient : quotient | 1n) / 2 ** 64;
  return sum < 0n ? -size : size;
}

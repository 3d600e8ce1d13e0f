/**
 * Colours that people with any common kind of colour blindness tell apart: categories by M. Okabe and K. Ito, "Color
 * Universal Design" (2008), with the yellow and the black left out, which one of the two backgrounds hides; numbers along
 * viridis (S. van der Walt and N. Smith, 2015).
 */

export type Rgb = readonly [red: number, green: number, blue: number];

export interface Theme {
  readonly isDark: boolean;
  readonly background: Rgb;
  readonly text: Rgb;
  /** Nodes without a category, and edges. */
  readonly plain: Rgb;
  readonly edge: Rgb;
  /** Categories beyond the palette, and elements without a value. */
  readonly other: Rgb;
  readonly absent: Rgb;
  readonly accent: Rgb;
  readonly categories: readonly Rgb[];
  readonly added: Rgb;
  readonly removed: Rgb;
  readonly changed: Rgb;
  /** Elements that are the same in a comparison. */
  readonly same: Rgb;
}

export const LIGHT: Theme = {
  isDark: false,
  background: [252, 252, 250],
  text: [28, 30, 36],
  plain: [58, 110, 165],
  edge: [104, 112, 128],
  other: [128, 128, 134],
  absent: [188, 190, 196],
  accent: [14, 20, 34],
  categories: [
    [0, 114, 178],
    [230, 140, 0],
    [0, 150, 110],
    [204, 105, 160],
    [70, 170, 225],
    [205, 85, 20],
    [120, 94, 200],
    [140, 120, 60],
  ],
  added: [0, 140, 100],
  removed: [205, 75, 0],
  changed: [104, 84, 190],
  same: [186, 189, 196],
};

export const DARK: Theme = {
  isDark: true,
  background: [21, 23, 28],
  text: [232, 234, 238],
  plain: [110, 170, 230],
  edge: [150, 160, 180],
  other: [140, 142, 150],
  absent: [84, 88, 98],
  accent: [255, 255, 255],
  categories: [
    [75, 155, 220],
    [245, 165, 40],
    [45, 190, 145],
    [225, 140, 190],
    [130, 205, 250],
    [235, 115, 60],
    [165, 145, 240],
    [190, 170, 105],
  ],
  added: [45, 200, 150],
  removed: [250, 120, 50],
  changed: [170, 150, 250],
  same: [88, 93, 105],
};

const VIRIDIS: readonly Rgb[] = [
  [68, 1, 84],
  [71, 44, 122],
  [59, 81, 139],
  [44, 113, 142],
  [33, 144, 141],
  [39, 173, 129],
  [92, 200, 99],
  [170, 220, 50],
  [253, 231, 37],
];

/** The colour of a number 0 .. 1. The end that the background hides is cut off. */
export function sequential(value: number, { isDark }: Pick<Theme, "isDark">): Rgb {
  const part = Math.min(1, Math.max(0, value));
  const at = (isDark ? 0.25 + 0.75 * part : 0.88 * part) * (VIRIDIS.length - 1);
  const i = Math.min(VIRIDIS.length - 2, Math.floor(at));
  return mixColors(VIRIDIS[i]!, VIRIDIS[i + 1]!, at - i);
}

export function mixColors(a: Rgb, b: Rgb, part: number): Rgb {
  return [0, 1, 2].map((i) => Math.round(a[i]! + (b[i]! - a[i]!) * part)) as unknown as Rgb;
}

export function css([red, green, blue]: Rgb, alpha = 1): string {
  return alpha === 1 ? `rgb(${red},${green},${blue})` : `rgba(${red},${green},${blue},${round(alpha)})`;
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}

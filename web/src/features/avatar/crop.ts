// Which square of a picture becomes an avatar. Plain arithmetic in the picture's own pixels; the dialog draws and asks.

export interface Crop {
  /** The square's middle, in pixels of the picture. */
  x: number;
  y: number;
  /** 1: the largest square that there is; up to ZOOM_MAX. */
  zoom: number;
}

export interface Size {
  width: number;
  height: number;
}

export const ZOOM_MAX = 5;
/** Pixels of the avatar that is made, on each side, at most. */
export const SIDE_MAX = 512;

export const whole = ({ width, height }: Size): Crop => ({ x: width / 2, y: height / 2, zoom: 1 });

/** The side of the square, in pixels of the picture. */
export const sideOf = (crop: Crop, { width, height }: Size): number => Math.min(width, height) / crop.zoom;

/** Moved by pixels of the picture, never beyond its edge. */
export const movedBy = (crop: Crop, x: number, y: number, size: Size): Crop =>
  within({ ...crop, x: crop.x + x, y: crop.y + y }, size);

export const zoomedTo = (crop: Crop, zoom: number, size: Size): Crop =>
  within({ ...crop, zoom: Math.min(ZOOM_MAX, Math.max(1, zoom)) }, size);

function within(crop: Crop, size: Size): Crop {
  const half = sideOf(crop, size) / 2;
  const clamp = (at: number, length: number) => Math.min(length - half, Math.max(half, at));
  return { ...crop, x: clamp(crop.x, size.width), y: clamp(crop.y, size.height) };
}

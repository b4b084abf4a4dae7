// The square of a picture that becomes an avatar. Plain arithmetic in the picture's own pixels; CropDialog is its interface.

export interface Crop {
  /** Centre of the square, in pixels of the picture. */
  x: number;
  y: number;
  /** From 1, the largest possible square, to ZOOM_MAX. */
  zoom: number;
}

export interface Size {
  width: number;
  height: number;
}

export const ZOOM_MAX = 5;
/** Largest side of the resulting avatar, in pixels. */
export const SIDE_MAX = 512;

export const whole = ({ width, height }: Size): Crop => ({ x: width / 2, y: height / 2, zoom: 1 });

/** Side of the square, in pixels of the picture. */
export const sideOf = (crop: Crop, { width, height }: Size): number => Math.min(width, height) / crop.zoom;

/** Moves the square by pixels of the picture, never beyond its edge. */
export const movedBy = (crop: Crop, x: number, y: number, size: Size): Crop =>
  within({ ...crop, x: crop.x + x, y: crop.y + y }, size);

export const zoomedTo = (crop: Crop, zoom: number, size: Size): Crop =>
  within({ ...crop, zoom: Math.min(ZOOM_MAX, Math.max(1, zoom)) }, size);

function within(crop: Crop, size: Size): Crop {
  const half = sideOf(crop, size) / 2;
  const clamp = (at: number, length: number) => Math.min(length - half, Math.max(half, at));
  return { ...crop, x: clamp(crop.x, size.width), y: clamp(crop.y, size.height) };
}

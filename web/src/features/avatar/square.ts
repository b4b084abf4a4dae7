// Opens a picture from this device and makes a small square of it. The result contains only pixels, no metadata such as names
// and places.
import { type Crop, SIDE_MAX, type Size, sideOf } from "./crop";

/** Decodes a picture the way the browser displays it, rotation included. Rejects if it cannot. */
export async function openPicture(file: Blob): Promise<HTMLImageElement> {
  const image = new Image();
  image.src = URL.createObjectURL(file);
  try {
    await image.decode();
    if (image.naturalWidth === 0) throw new Error("a picture without pixels");
    return image;
  } catch (error) {
    URL.revokeObjectURL(image.src);
    throw error;
  }
}

/** Returns the square as a WebP, or as a PNG if the browser cannot encode WebP. */
export async function squareOf(image: HTMLImageElement, crop: Crop): Promise<Blob> {
  const size: Size = { width: image.naturalWidth, height: image.naturalHeight };
  const side = sideOf(crop, size);
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = Math.max(1, Math.min(SIDE_MAX, Math.round(side)));
  const context = canvas.getContext("2d");
  if (context === null) throw new Error("this browser has no 2d canvas");
  context.imageSmoothingQuality = "high";
  context.drawImage(
    image,
    crop.x - side / 2,
    crop.y - side / 2,
    side,
    side,
    0,
    0,
    canvas.width,
    canvas.height,
  );
  const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, "image/webp", 0.9));
  if (blob === null) throw new Error("this browser could not encode the picture");
  return blob;
}

import decodeQR from "qr/decode.js";

/** What a QR code in the picture says; null if there is none that can be read. */
export function readPicture(picture: ImageData, timeLimit?: number): string | null {
  try {
    return decodeQR(picture, timeLimit === undefined ? { effort: 1 } : { effort: Infinity, timeLimit });
  } catch {
    // A frame without a code, or a blurred one, is no error: the next may have it.
    return null;
  }
}

/** Gives the pixels of what can be drawn, of one picture after the other. */
export function pixelReader() {
  const canvas = document.createElement("canvas");
  const context = canvas.getContext("2d", { willReadFrequently: true });
  return (drawn: CanvasImageSource, width: number, height: number): ImageData | null => {
    // To set them clears it, also to what they are.
    Object.assign(canvas, { width, height });
    context?.drawImage(drawn, 0, 0, width, height);
    return context?.getImageData(0, 0, width, height) ?? null;
  };
}

/** For a photograph: longer than a frame of a camera, and not for ever. */
const PHOTOGRAPH_MS = 5_000;

/** What the QR code in a picture file says; null if there is none. */
export async function readPictureFile(file: Blob): Promise<string | null> {
  const bitmap = await createImageBitmap(file).catch(() => null);
  const pixels = bitmap && pixelReader()(bitmap, bitmap.width, bitmap.height);
  return pixels && readPicture(pixels, PHOTOGRAPH_MS);
}

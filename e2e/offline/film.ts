import encodeQR from "qr";

const SIDE = 480;

/**
 * A film for Chromium's camera that shows codes one after the other, for ever: YUV4MPEG2, uncompressed, two codes a
 * second.
 */
export function filmOf(contents: readonly string[]): Buffer {
  const chroma = Buffer.alloc((SIDE * SIDE) / 2, 128);
  const frames = contents.map((content) => Buffer.concat([Buffer.from("FRAME\n"), pictureOf(content), chroma]));
  return Buffer.concat([Buffer.from(`YUV4MPEG2 W${SIDE} H${SIDE} F2:1 Ip A1:1 C420jpeg\n`), ...frames]);
}

/** Black on white in the middle, a byte for each point. */
function pictureOf(content: string): Buffer {
  const modules = encodeQR(content, "raw", { border: 4 });
  const scale = Math.floor(SIDE / modules.length);
  const offset = Math.floor((SIDE - scale * modules.length) / 2);
  const picture = Buffer.alloc(SIDE * SIDE, 255);
  for (const [y, row] of modules.entries()) {
    for (const [x, dark] of row.entries()) {
      if (!dark) continue;
      for (let line = 0; line < scale; line++) {
        const start = (offset + y * scale + line) * SIDE + offset + x * scale;
        picture.fill(0, start, start + scale);
      }
    }
  }
  return picture;
}

"use client";

import encodeQR from "qr";
import { useEffect, useMemo, useState } from "react";
import { qrTexts as texts } from "@/components/messages/qr";
import { Button } from "@/components/ui/button";
import { framesOf } from "@/server/domain/signing-request/frames";

/** Long enough for a slow camera to read each. */
const FRAME_MS = 700;
/** The quiet zone that the standard wants, in modules. */
const BORDER = 4;

/** A text as a QR code, or as several that follow each other until they are held. */
export function QrCode({ text, what }: { text: string; what: string }) {
  const frames = useMemo(() => framesOf(text), [text]);
  const [shown, setShown] = useState(0);
  const [held, setHeld] = useState(false);
  const count = frames.length;
  const index = shown % count;
  useEffect(() => {
    if (count === 1 || held) return;
    const timer = setInterval(() => setShown((before) => before + 1), FRAME_MS);
    return () => clearInterval(timer);
  }, [count, held]);
  return (
    <figure className="flex w-full max-w-80 flex-col gap-2">
      <Modules content={frames[index] ?? ""} label={texts.picture(what)} />
      {count > 1 ? (
        <figcaption className="flex items-center justify-between gap-3">
          <span className="figures text-muted text-small">{texts.frame(index + 1, count)}</span>
          <span className="flex gap-2">
            {held ? (
              <Button size="small" onClick={() => setShown(index + 1)}>
                {texts.next}
              </Button>
            ) : null}
            <Button size="small" onClick={() => setHeld(!held)}>
              {held ? texts.go : texts.stop}
            </Button>
          </span>
        </figcaption>
      ) : null}
    </figure>
  );
}

/** Black on white in any colour scheme: cameras expect it. */
function Modules({ content, label }: { content: string; label: string }) {
  const modules = useMemo(() => encodeQR(content, "raw", { border: BORDER, ecc: "medium" }), [content]);
  const path = modules.flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : []))).join("");
  return (
    <svg
      role="img"
      aria-label={label}
      data-qr={content}
      viewBox={`0 0 ${modules.length} ${modules.length}`}
      shapeRendering="crispEdges"
      className="aspect-square w-full rounded-control border border-line"
    >
      <rect width="100%" height="100%" fill="#ffffff" />
      <path d={path} fill="#000000" />
    </svg>
  );
}

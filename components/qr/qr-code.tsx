"use client";

import { useEffect, useMemo, useState } from "react";
import { qrTexts as texts } from "@/components/messages/qr";
import { Button } from "@/components/ui/button";
import { framesOf } from "@/server/domain/signing-request/frames";
import { QrPicture } from "./qr-picture";

/** Long enough for a slow camera to read each. */
const FRAME_MS = 700;

/** A text as a QR code, or as several that follow each other until they are held. */
export function QrCode({ text, what }: { text: string; what: string }) {
  const frames = useMemo(() => framesOf(text), [text]);
  const [shown, setShown] = useState(0);
  const [held, setHeld] = useState(false);
  const count = frames.length;
  const index = shown % count;
  const frame = frames[index] ?? "";
  useEffect(() => {
    if (count === 1 || held) return;
    const timer = setInterval(() => setShown((before) => before + 1), FRAME_MS);
    return () => clearInterval(timer);
  }, [count, held]);
  return (
    <figure className="flex w-full max-w-80 flex-col gap-2">
      <QrPicture content={frame} label={texts.picture(what)} readable={frame} className="w-full" />
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

"use client";

import { Camera } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { qrTexts as texts } from "@/components/messages/qr";
import { Button, type ButtonSize } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { type Scanned, takeFrame } from "@/server/domain/signing-request/frames";
import { pixelReader, readPicture } from "./read-picture";

const LOOK_EVERY_MS = 120;

/** Reads a text from QR codes before the camera, which is on only between the two buttons. */
export function QrScanner({ onText, size }: { onText: (text: string) => void; size?: ButtonSize }) {
  const [on, setOn] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  return (
    <div className="flex flex-col items-start gap-3">
      <Button onClick={() => setOn(!on)} {...(size ? { size } : {})}>
        <Camera aria-hidden />
        {on ? texts.endScan : texts.scan}
      </Button>
      {on ? (
        <CameraView
          onText={(text) => {
            setOn(false);
            onText(text);
          }}
          onFailed={(said) => {
            setOn(false);
            setProblem(said);
          }}
        />
      ) : null}
      {problem && !on ? <Callout tone="waiting" title={problem} announce className="w-full" /> : null}
    </div>
  );
}

type CameraViewProps = { onText: (text: string) => void; onFailed: (problem: string) => void };

function CameraView({ onText, onFailed }: CameraViewProps) {
  const video = useRef<HTMLVideoElement>(null);
  const [said, setSaid] = useState<string>(texts.looking);
  const latest = useRef({ onText, onFailed });
  latest.current = { onText, onFailed };
  useEffect(() => {
    let stream: MediaStream | null = null;
    let ended = false;
    let scanned: Scanned | null = null;
    const pixelsOf = pixelReader();
    const end = () => {
      ended = true;
      clearInterval(timer);
      for (const track of stream?.getTracks() ?? []) track.stop();
    };
    const look = () => {
      const seen = video.current;
      if (!seen?.videoWidth || ended) return;
      const pixels = pixelsOf(seen, seen.videoWidth, seen.videoHeight);
      const content = pixels && readPicture(pixels);
      if (content === null) return;
      const result = takeFrame(scanned, content);
      if (result.kind === "whole") {
        end();
        latest.current.onText(result.text);
        return;
      }
      scanned = result.scanned;
      setSaid(result.kind === "refused" ? result.problem : texts.seen(result.scanned.parts.size, result.scanned.count));
    };
    const timer = setInterval(look, LOOK_EVERY_MS);
    openCamera().then(
      (opened) => {
        stream = opened;
        if (ended) end();
        else if (video.current) video.current.srcObject = opened;
      },
      (problem: Error) => {
        end();
        latest.current.onFailed(problem.message);
      },
    );
    return end;
  }, []);
  return (
    <div className="w-full max-w-80">
      <video
        ref={video}
        autoPlay
        muted
        playsInline
        aria-label={texts.camera}
        className="aspect-square w-full rounded-control border border-line bg-sunken object-cover"
      />
      <p role="status" className="mt-1.5 text-muted text-small">
        {said}
      </p>
    </div>
  );
}

async function openCamera(): Promise<MediaStream> {
  // Missing in a page that came neither from a file nor by HTTPS.
  if (!navigator.mediaDevices?.getUserMedia) throw new Error(texts.noCamera);
  const wanted = { video: { facingMode: "environment", width: { ideal: 1280 }, height: { ideal: 720 } } };
  return navigator.mediaDevices.getUserMedia(wanted).catch((error: unknown) => {
    throw new Error(error instanceof Error && error.name === "NotAllowedError" ? texts.denied : texts.noCamera);
  });
}

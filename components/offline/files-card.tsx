import { CircleCheck, CircleX, FileQuestion } from "lucide-react";
import { useState } from "react";
import { offlineTexts } from "@/components/messages/offline";
import { QrScanner } from "@/components/qr/qr-scanner";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { cx } from "@/components/ui/cx";
import { FileButton } from "@/components/ui/file-button";
import { sentence } from "@/server/words/sentence";
import type { SeenFile } from "./use-chosen";

const texts = offlineTexts.files;

type FilesCardProps = {
  seen: readonly SeenFile[];
  onFiles: (files: readonly File[]) => void;
  onClear: () => void;
};

/** Takes files of any kind, dropped or chosen, and codes from another screen. Says what each was taken for. */
export function FilesCard({ seen, onFiles, onClear }: FilesCardProps) {
  const [over, setOver] = useState(false);
  return (
    <Card
      title={texts.title}
      note={texts.note}
      actions={
        seen.length > 0 ? (
          <Button size="small" variant="ghost" onClick={onClear}>
            {texts.clear}
          </Button>
        ) : null
      }
    >
      <div className="flex flex-col gap-4">
        {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping is beside the button, which does the same */}
        <div
          onDragOver={(event) => {
            event.preventDefault();
            setOver(true);
          }}
          onDragLeave={() => setOver(false)}
          onDrop={(event) => {
            event.preventDefault();
            setOver(false);
            onFiles([...event.dataTransfer.files]);
          }}
          className={cx(
            "flex flex-wrap items-center justify-center gap-x-3 gap-y-2 rounded-panel border border-dashed px-4 py-8",
            over ? "border-accent bg-accent-soft" : "border-line-strong bg-sunken",
          )}
        >
          <FileButton text={texts.choose} label={texts.label} variant="primary" multiple onFiles={onFiles} />
          <span className="text-muted">{texts.drop}</span>
        </div>
        <QrScanner onText={(text) => onFiles([new File([text], texts.scanned)])} />
        {seen.length === 0 ? (
          <p className="max-w-prose text-muted text-small">{texts.none}</p>
        ) : (
          <ul className="divide-y divide-line" data-testid="files">
            {seen.map((file) => (
              <Seen key={file.name} file={file} />
            ))}
          </ul>
        )}
      </div>
    </Card>
  );
}

function Seen({ file }: { file: SeenFile }) {
  const { name, kind, texts: count, problem } = file;
  const bad = kind === "refused" || kind === "picture" || kind === "other";
  const Icon = kind === "refused" ? CircleX : bad ? FileQuestion : CircleCheck;
  const label =
    kind === "report" ? texts.names.report(count) : kind === "other" ? texts.names.refused : texts.names[kind];
  return (
    <li className="flex gap-3 py-2.5 first:pt-0 last:pb-0">
      <Icon aria-hidden className={cx("mt-1 size-4 shrink-0", bad ? "text-stopped" : "text-well")} />
      <div className="min-w-0 flex-1">
        <div className="flex flex-wrap justify-between gap-x-4">
          <p className="min-w-0 break-all">{name}</p>
          <p className="text-muted text-small leading-6">{label}</p>
        </div>
        {problem ? <p className="break-words text-small text-stopped">{sentence(problem)}</p> : null}
      </div>
    </li>
  );
}

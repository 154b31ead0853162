import { Send, Undo2 } from "lucide-react";
import { poolTexts } from "@/components/messages/pool";
import { StatusBadge } from "@/components/ui/badge";
import type { LiveActView } from "@/server/services/acts/list-acts";

const texts = poolTexts.state;

/** Where a live act stands, in a word. */
export function ActStatus({ act }: { act: LiveActView }) {
  const { fate, withdrawn, sending, approvals, threshold, missing } = act;
  if (withdrawn) {
    return (
      <StatusBadge tone="neutral" icon={Undo2}>
        {texts.withdrawn}
      </StatusBadge>
    );
  }
  if (fate.kind === "ahead") return <StatusBadge tone="stopped">{texts.ahead}</StatusBadge>;
  if (fate.kind === "held-up") return <StatusBadge tone="stopped">{texts.heldUp}</StatusBadge>;
  if (sending) {
    return (
      <StatusBadge tone="info" icon={Send}>
        {texts.sending}
      </StatusBadge>
    );
  }
  if (missing.length === 0) return <StatusBadge tone="well">{texts.ready}</StatusBadge>;
  const needsKey = approvals >= threshold;
  return <StatusBadge tone="waiting">{needsKey ? texts.consent : texts.waits(approvals, threshold)}</StatusBadge>;
}

import { Callout } from "@/components/ui/callout";
import { wordsOf } from "./trpc";

/** Why a call failed, read out where it appears; nothing while `error` is null. */
export function CallFailed({ title, error }: { title: string; error: unknown }) {
  if (!error) return null;
  return (
    <Callout tone="stopped" title={title} announce>
      {wordsOf(error)}
    </Callout>
  );
}

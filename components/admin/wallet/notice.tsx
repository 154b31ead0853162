import { Callout } from "@/components/ui/callout";
import type { WalletNotice } from "./wallet-error";

export function Notice({ notice }: { notice: WalletNotice }) {
  return (
    <Callout tone={notice.tone} title={notice.title} announce>
      {notice.text}
    </Callout>
  );
}

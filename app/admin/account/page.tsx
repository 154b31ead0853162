import type { Metadata } from "next";
import { Credentials } from "@/components/admin/account/credentials";
import { MyKey } from "@/components/admin/account/my-key";
import { Sessions } from "@/components/admin/account/sessions";
import { accountTexts } from "@/components/messages/account";
import { PageHeader } from "@/components/ui/page-header";
import { requireSession } from "@/server/auth/require-session";
import { getContext } from "@/server/context";
import { env } from "@/server/env";
import { readMyKey } from "@/server/services/approval/my-key";
import { countRecoveryCodes } from "@/server/services/people/count-recovery-codes";
import { listSessions } from "@/server/services/people/sessions";

export const metadata: Metadata = { title: accountTexts.title };

export default async function AccountPage() {
  const session = await requireSession();
  const ctx = await getContext();
  return (
    <>
      <PageHeader title={session.name} note={`${session.email}, ${session.role}`} />
      <div className="grid items-start gap-6 lg:grid-cols-2">
        <div className="grid gap-6">
          <MyKey
            mine={await readMyKey(ctx, session.userId)}
            userId={session.userId}
            networkMagic={env().NETWORK_MAGIC}
          />
          <Sessions sessions={await listSessions(ctx, session)} />
        </div>
        <Credentials recoveryCodes={await countRecoveryCodes(ctx, session.userId)} />
      </div>
    </>
  );
}

import type { Metadata } from "next";
import { MyKey } from "@/components/admin/account/my-key";
import { Sessions } from "@/components/admin/account/sessions";
import { PageHeader } from "@/components/ui/page-header";
import { requireSession } from "@/server/auth/require-session";
import { getContext } from "@/server/context";
import { env } from "@/server/env";
import { readMyKey } from "@/server/services/approval/my-key";
import { listSessions } from "@/server/services/people/sessions";

export const metadata: Metadata = { title: "Account" };

export default async function AccountPage() {
  const session = await requireSession();
  const ctx = await getContext();
  return (
    <>
      <PageHeader title={session.name} note={`${session.email}, ${session.role}`} />
      <div className="grid items-start gap-6 lg:grid-cols-2">
        <MyKey mine={await readMyKey(ctx, session.userId)} userId={session.userId} networkMagic={env().NETWORK_MAGIC} />
        <Sessions sessions={await listSessions(ctx, session)} />
      </div>
    </>
  );
}

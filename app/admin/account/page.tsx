import type { Metadata } from "next";
import { Credentials } from "@/components/admin/account/credentials";
import { MyKey } from "@/components/admin/account/my-key";
import { NotificationSettings } from "@/components/admin/account/notification-settings";
import { Sessions } from "@/components/admin/account/sessions";
import { accountTexts } from "@/components/messages/account";
import { PageHeader } from "@/components/ui/page-header";
import { requireSession } from "@/server/auth/require-session";
import { getChannels, getContext, getLogger } from "@/server/context";
import { NO_CHANNELS } from "@/server/domain/monitoring/channel";
import { offeredBy } from "@/server/domain/monitoring/wants";
import { env } from "@/server/env";
import { readMyKey } from "@/server/services/approval/my-key";
import { countRecoveryCodes } from "@/server/services/people/count-recovery-codes";
import { readNotificationSettings } from "@/server/services/people/notification-settings";
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
        <div className="grid gap-6">
          <Credentials recoveryCodes={await countRecoveryCodes(ctx, session.userId)} />
          <NotificationSettings
            settings={await readNotificationSettings(ctx, session.userId)}
            offered={offeredBy(await channelsOrNone())}
            email={session.email}
          />
        </div>
      </div>
    </>
  );
}

/** The page is there also where the file of channels is not right. */
function channelsOrNone() {
  return getChannels().catch((error: unknown) => {
    getLogger().error({ err: error }, "the channels cannot be read");
    return NO_CHANNELS;
  });
}

import type { Metadata } from "next";
import { Invitation } from "@/components/admin/invitation/invitation";
import { invitationTexts as texts } from "@/components/messages/invitation";

export const dynamic = "force-dynamic";
export const metadata: Metadata = { title: texts.title, robots: { index: false }, referrer: "no-referrer" };

export default function InvitationPage() {
  return <Invitation />;
}

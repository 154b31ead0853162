import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { CodeForm } from "@/components/admin/code-form";
import { EnrolTotp } from "@/components/admin/enrol-totp";
import { signInTexts } from "@/components/messages/sign-in";
import { currentSession } from "@/server/auth/current-session";
import { secretBox } from "@/server/auth/secret-box";
import { getContext } from "@/server/context";
import { secondFactorOf } from "@/server/services/people/second-factor";

const texts = signInTexts.secondFactor;

export const dynamic = "force-dynamic";
export const metadata: Metadata = { title: texts.title };

export default async function SecondFactorPage() {
  const session = await currentSession();
  if (!session) redirect("/admin/sign-in");
  if (session.level === 2) redirect("/admin");
  const factor = await secondFactorOf(await getContext(), session, secretBox());
  return (
    <>
      <div>
        <h1 className="font-semibold text-display">{factor.kind === "new" ? texts.setUpTitle : texts.title}</h1>
        <p className="mt-1 break-words text-muted">
          {factor.kind === "new" ? texts.setUpNote : texts.note(session.email)}
        </p>
      </div>
      {factor.kind === "new" ? <EnrolTotp secret={factor.secret} uri={factor.uri} /> : null}
      <CodeForm />
    </>
  );
}

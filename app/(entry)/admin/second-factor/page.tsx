import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { CodeForm } from "@/components/admin/code-form";
import { signInTexts } from "@/components/messages/sign-in";
import { currentSession } from "@/server/auth/current-session";

const texts = signInTexts.secondFactor;

export const dynamic = "force-dynamic";
export const metadata: Metadata = { title: texts.title };

export default async function SecondFactorPage() {
  const session = await currentSession();
  if (!session) redirect("/admin/sign-in");
  if (session.level === 2) redirect("/admin");
  return (
    <>
      <div>
        <h1 className="font-semibold text-display">{texts.title}</h1>
        <p className="mt-1 break-words text-muted">{texts.note(session.email)}</p>
      </div>
      <CodeForm />
    </>
  );
}

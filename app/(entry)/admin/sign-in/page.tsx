import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { SignInForm } from "@/components/admin/sign-in-form";
import { signInTexts as texts } from "@/components/messages/sign-in";
import { currentSession } from "@/server/auth/current-session";
import { entryPath, ownPath } from "@/server/auth/own-path";

export const dynamic = "force-dynamic";
export const metadata: Metadata = { title: texts.title };

export default async function SignInPage({ searchParams }: { searchParams: Promise<{ next?: unknown }> }) {
  const next = ownPath((await searchParams).next);
  const session = await currentSession();
  if (session) redirect(session.level === 2 ? (next ?? "/admin") : entryPath("second-factor", next));
  return (
    <>
      <div>
        <h1 className="font-semibold text-display">{texts.title}</h1>
        <p className="mt-1 text-muted">{texts.note}</p>
      </div>
      <SignInForm then={entryPath("second-factor", next)} />
    </>
  );
}

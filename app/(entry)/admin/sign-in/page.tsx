import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { SignInForm } from "@/components/admin/sign-in-form";
import { currentSession } from "@/server/auth/current-session";

export const dynamic = "force-dynamic";
export const metadata: Metadata = { title: "Sign in" };

export default async function SignInPage() {
  const session = await currentSession();
  if (session) redirect(session.level === 2 ? "/admin" : "/admin/second-factor");
  return (
    <>
      <div>
        <h1 className="font-semibold text-display">Sign in</h1>
        <p className="mt-1 text-muted">For the people who run and approve payouts. Players need no account.</p>
      </div>
      <SignInForm />
    </>
  );
}

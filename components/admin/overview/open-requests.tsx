"use client";

import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useTRPC, wordsOf } from "@/components/admin/trpc";
import { peopleTexts } from "@/components/messages/people";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { Time } from "@/components/ui/time";
import type { ListedRequest } from "@/server/services/people/list-requests";
import { sayWish } from "@/server/words/wish";

const texts = peopleTexts.asked;

/** Whatever is asked for about people and can be taken back by whoever looks. */
export function OpenRequests({ requests }: { requests: readonly ListedRequest[] }) {
  return requests.map((request) => <OpenRequest key={request.userId} request={request} />);
}

function OpenRequest({ request }: { request: ListedRequest }) {
  const { name, email, by, mayAlone, aloneFromMs } = request;
  const router = useRouter();
  const withdraw = useMutation(useTRPC().people.withdraw.mutationOptions({ onSettled: () => router.refresh() }));
  return (
    <Callout
      tone="waiting"
      title={texts.title(`${name} <${email}>`, sayWish(request))}
      action={
        <Button loading={withdraw.isPending} onClick={() => withdraw.mutate({ email })}>
          {texts.withdraw}
        </Button>
      }
    >
      {by === null ? texts.byOwner : texts.by(by)} {mayAlone ? texts.alone : texts.agree}{" "}
      <Time ms={aloneFromMs} show="exact" />. {texts.doubt}
      {withdraw.isError ? (
        <p role="alert" className="mt-2 text-stopped">
          {wordsOf(withdraw.error)}
        </p>
      ) : null}
    </Callout>
  );
}

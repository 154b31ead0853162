"use client";

import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { CallFailed } from "@/components/admin/call-failed";
import { useTRPC, wordsOf } from "@/components/admin/trpc";
import { notificationTexts as texts } from "@/components/messages/notifications";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { ScriptedForm } from "@/components/ui/scripted-form";
import { Select } from "@/components/ui/select";
import { toast } from "@/components/ui/toaster";
import {
  NOTIFICATION_WAYS,
  type NotificationWay,
  type Offered,
  type NotificationSettings as Settings,
  TELEGRAM_CHAT,
  WANTS,
} from "@/server/domain/monitoring/wants";
import { TriedWays } from "./tried-ways";

type NotificationSettingsProps = { settings: Settings; offered: Offered; email: string };

/** What this person hears of and by which way, and a test message. */
export function NotificationSettings({ settings, offered, email }: NotificationSettingsProps) {
  const ways = NOTIFICATION_WAYS.filter((way) => offered[way]);
  return (
    <Card title={texts.title} note={ways.length === 0 ? undefined : texts.note}>
      {ways.length === 0 ? (
        <p className="text-muted">{texts.noWays}</p>
      ) : (
        <div className="flex flex-col gap-4">
          <Choice settings={settings} ways={ways} email={email} />
          <TestMessage />
        </div>
      )}
    </Card>
  );
}

type ChoiceProps = { settings: Settings; ways: readonly NotificationWay[]; email: string };

function Choice({ settings, ways, email }: ChoiceProps) {
  const router = useRouter();
  const [wants, setWants] = useState(settings.wants);
  const [way, setWay] = useState(ways.includes(settings.way) ? settings.way : (ways[0] ?? settings.way));
  const [chat, setChat] = useState(settings.telegramChat ?? "");
  const change = useMutation(
    useTRPC().notifications.change.mutationOptions({
      onSuccess: () => {
        toast.success(texts.saved);
        router.refresh();
      },
    }),
  );
  const typed = chat.trim();
  const isChat = TELEGRAM_CHAT.test(typed);
  const [isWrong, setWrong] = useState(false);
  function submit() {
    const isUnusable = way === "telegram" && !isChat;
    setWrong(isUnusable);
    if (!isUnusable) change.mutate({ wants, way, telegramChat: isChat ? typed : null });
  }
  return (
    <ScriptedForm onSubmit={submit} className="max-w-prose gap-3">
      <Field label={texts.wants}>
        {(control) => (
          <Select {...control} value={wants} onChange={({ target }) => setWants(oneOf(WANTS, target.value))}>
            {WANTS.map((each) => (
              <option key={each} value={each}>
                {texts.wantsNames[each]}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <Field label={texts.way} hint={ways.includes("e-mail") ? texts.mailAnyway(email) : undefined}>
        {(control) => (
          <Select {...control} value={way} onChange={({ target }) => setWay(oneOf(NOTIFICATION_WAYS, target.value))}>
            {ways.map((each) => (
              <option key={each} value={each}>
                {texts.wayNames[each]}
              </option>
            ))}
          </Select>
        )}
      </Field>
      {way === "telegram" ? (
        <Field label={texts.chat} hint={texts.chatHint} error={isWrong ? texts.chatWrong : undefined}>
          {(control) => (
            <Input {...control} mono value={chat} inputMode="text" onChange={({ target }) => setChat(target.value)} />
          )}
        </Field>
      ) : null}
      <CallFailed title={texts.notSaved} error={change.error} />
      <span>
        <Button type="submit" loading={change.isPending}>
          {texts.save}
        </Button>
      </span>
    </ScriptedForm>
  );
}

function TestMessage() {
  const test = useMutation(useTRPC().notifications.test.mutationOptions());
  return (
    <div className="flex max-w-prose flex-col gap-3 border-line border-t pt-4">
      <span>
        <Button onClick={() => test.mutate()} loading={test.isPending}>
          {texts.test}
        </Button>
      </span>
      {test.isError ? <p role="alert">{wordsOf(test.error)}</p> : null}
      {test.isSuccess ? <TriedWays tried={test.data} /> : null}
    </div>
  );
}

/** A list's own values come back; anything else is the first. */
function oneOf<T extends string>(all: readonly [T, ...T[]], value: string): T {
  return all.find((each) => each === value) ?? all[0];
}

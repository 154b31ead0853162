/** The console's page about alert channels. */
export const alertTexts = {
  title: "Alerts",
  note: "Where alerts and notifications go, and whether they arrive.",
  wrongFile: "The file of channels cannot be used",
  wrongFileNote: "Nobody is told of anything new until it is right. What waits is sent then.",
  none: "No alert channels: nobody is told",
  noneNote:
    "Incidents are shown in the console only. Set CHANNELS_FILE to a file like channels.example.json, and check it with " +
    "npm run alerts -- check.",
  caption: "Alert channels",
  columns: ["Channel", "State", "Gets", "Last sent", "Waiting", "Test"],
  working: "Works",
  failing: "Fails",
  untried: "Nothing sent lately",
  never: "not in the last seven days",
  waiting: (count: number, age: string) => `${count}, the oldest for ${age}`,
  givenUp: (count: number) => `${count} given up in the last hour`,
  test: "Send a test",
  testName: (channel: string) => `Send a test message to ${channel}`,
  sent: "Sent",
  notSent: "Not sent",
  people: "people",
  peopleGets: "what each person has chosen on their account's page",
  heartbeat: (seconds: number) =>
    `The watch calls an address outside every ${seconds} seconds. Whoever is there alerts when it hears nothing.`,
  noHeartbeat: "There is no heartbeat: if this machine is gone, nobody is told. Give CHANNELS_FILE a heartbeat.",
  reminder: (minutes: number) =>
    `What nobody acknowledges is told again after ${minutes} minutes if it wakes people, and daily if it is for today.`,
  noReminder: "There are no reminders: reminderMinutes is 0.",
} as const;

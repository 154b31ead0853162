/** What people can do about an incident. */
export const incidentFormTexts = {
  label: "What you can do",
  hint: "At least 10 characters. Everybody in the console reads it.",
  isPublic: "Also show this on the public status page",
  notPublic:
    "The status page does not show this incident: it has no public text, or what explains it is shown instead.",
  acknowledge: {
    title: "Acknowledge it",
    effect: "Nobody else is paged for this incident any more, however long it takes.",
    label: "What you are going to do",
    submit: "Acknowledge",
  },
  note: {
    title: "Add a note",
    effect: "It stands on the timeline, with your name.",
    label: "Note",
    submit: "Add note",
  },
  state: {
    title: "Change the state",
    effect: "How far you are with it.",
    choice: "State",
    label: "Why",
    submit: "Change state",
  },
  resolve: {
    title: "Resolve",
    effect: "It is over. Refused while rules still find it: it then closes by itself once they no longer do.",
    label: "How it ended",
    submit: "Resolve incident",
  },
  publicText: {
    title: "Public text",
    effect:
      "What the status page says of it. Name nothing internal. Leave it empty to keep the incident off the status page.",
    label: "For everybody",
    submit: "Save public text",
  },
  postMortem: {
    title: "Post-mortem",
    effect: "What happened, why, and what is done so that it does not happen again.",
    label: "What was learned",
    submit: "Save post-mortem",
  },
  report: {
    title: "Report an incident",
    effect: "For what no rule has seen. It stays open until a person resolves it.",
    name: "Title",
    label: "What is so",
    priority: "Priority",
    publicText: "For everybody",
    publicHint: "On the status page, at once. Leave it empty if it does not concern players.",
    isSecurity: "A security incident: somebody got in, or funds are lost",
    submit: "Report incident",
  },
} as const;

/** What the channel names of persons begin with; an id follows. No channel of CHANNELS_FILE has a colon in its name. */
export const PEOPLE = "person:";

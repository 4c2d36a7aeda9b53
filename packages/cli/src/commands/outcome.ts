/** What a command answers: text for people, and the same as data for `--json`. */
export interface Outcome {
  text: string;
  data: object;
}

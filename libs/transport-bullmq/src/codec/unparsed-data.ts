/** What a job has for data when it isn't JSON: the text, untouched. */
export class UnparsedData {
  constructor(readonly text: string) {}
}

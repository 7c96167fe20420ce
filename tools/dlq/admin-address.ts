import { usageError } from './dlq.error.js';

const DEFAULT_URL = 'http://127.0.0.1:3001';

export interface AdminAddress {
  /** `http://127.0.0.1:3001` */
  readonly url: string;
  /** What says so, where a person does: `--url`. */
  readonly setting?: string;
}

/** Where the admin API is. @throws DlqError `refused`, naming the setting that is wrong */
export function adminAddress(
  option: string | undefined,
  environment: NodeJS.ProcessEnv,
): AdminAddress {
  const given = [
    { setting: '--url', url: option },
    { setting: 'DLQ_URL', url: environment['DLQ_URL'] || undefined },
    { setting: 'the default', url: DEFAULT_URL },
  ];
  const { setting, url = '' } = given.find((it) => it.url !== undefined)!;
  if (URL.canParse(url) && /^https?:$/.test(new URL(url).protocol)) {
    return { setting, url: url.replace(/\/$/, '') };
  }
  throw usageError(`${setting} is '${url}', no address of an admin API: ${DEFAULT_URL} is one.`);
}

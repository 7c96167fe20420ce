/** What runs in this process, as its deployment says: a release, or the commit of an image. */
export const appVersion: string | undefined = process.env['APP_VERSION'] || undefined;

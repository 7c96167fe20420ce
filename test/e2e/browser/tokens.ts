/** By which the apps of these tests know people. */
export const tokens = {
  ADMIN_TOKEN: 'token-of-a-browsing-operator',
  ADMIN_VIEWER_TOKEN: 'token-of-a-browsing-viewer',
};

/**
 * On Node 20 the SDK warns in each process that its releases from January 2027 on need Node 22. Our
 * version is pinned and the README says which Node to prefer; whoever sets the variable decides.
 */
export function quietNodeWarning(): void {
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';
}

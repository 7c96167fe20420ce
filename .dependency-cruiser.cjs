/**
 * Who may import whom. Events know nobody, messaging knows events, and so on up to the apps, so
 * that a reader can take any layer without the ones above it, and delete a broker without a trace.
 */
const layers = [
  ['events'],
  ['messaging'],
  ['database', 'idempotency', 'outbox', 'dlq', 'observability', 'http'],
  ['transport-[^/]+'],
  ['topology'],
  ['composition'],
];

const spec = '\\.spec\\.ts$';

/** A layer may import itself and the ones before it. `testing` has a rule of its own below. */
const oneWay = layers.map((layer, index) => {
  const above = layers.slice(index + 1).flat();
  const libsAbove = above.length > 0 ? [`^libs/(${above.join('|')})/`] : [];
  return {
    name: `one-way-from-${layer[0].replace(/\W+$/, '')}`,
    comment:
      'Dependencies go one way: events <- messaging <- the middle <- transports <- topology <- composition <- apps.',
    severity: 'error',
    from: { path: `^libs/(${layer.join('|')})/`, pathNot: spec },
    to: { path: [...libsAbove, '^(apps|tools|test)/'] },
  };
});

module.exports = {
  forbidden: [
    {
      name: 'no-circular',
      comment:
        'Classes that import each other in a circle throw at load, and no part can be read alone.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-unresolvable',
      comment: 'An import that this tool cannot follow would escape all other rules.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    ...oneWay,
    {
      name: 'transports-stand-alone',
      comment: 'A broker that is not used can be deleted only if no other broker leans on it.',
      severity: 'error',
      from: { path: '^libs/(transport-[^/]+)/' },
      to: { path: '^libs/transport-', pathNot: '^libs/$1/' },
    },
    {
      name: 'transports-only-settle',
      comment:
        "A transport turns a broker's message into a Delivery and applies the Settlement; " +
        'what an outcome is, and how effects are kept exactly once, is decided elsewhere.',
      severity: 'error',
      from: { path: '^libs/transport-' },
      to: { path: '^libs/(idempotency|outbox)/' },
    },
    {
      name: 'apps-stand-alone',
      comment: 'Apps meet in events on a broker, never in code: each is a service of its own.',
      severity: 'error',
      from: { path: '^apps/([^/]+)/' },
      to: { path: '^apps/', pathNot: '^apps/$1/' },
    },
    {
      name: 'app-modules-know-no-transport',
      comment:
        'Which broker carries an app is one line of its composition root (main.ts); a handler ' +
        'or module that imports a transport is tied to it.',
      severity: 'error',
      from: { path: '^apps/', pathNot: '^apps/[^/]+/src/main\\.ts$' },
      to: { path: '^libs/transport-' },
    },
    {
      name: 'libs-through-their-index',
      comment:
        "What index.ts does not export is nobody else's business and may change. Tests may look inside.",
      severity: 'error',
      from: { path: '^(apps|tools)/' },
      to: { path: '^libs/[^/]+/src/', pathNot: '^libs/[^/]+/src/index\\.ts$' },
    },
    {
      name: 'libs-through-each-others-index',
      comment: 'The same between libraries.',
      severity: 'error',
      from: { path: '^libs/([^/]+)/' },
      to: { path: '^libs/[^/]+/src/', pathNot: ['^libs/$1/', '^libs/[^/]+/src/index\\.ts$'] },
    },
    {
      name: 'tools-know-no-tests',
      comment:
        'The image of the demo is built without `test`; its tools work in a pruned clone too.',
      severity: 'error',
      from: { path: '^(apps|libs|tools)/' },
      to: { path: '^test/' },
    },
    {
      name: 'testing-is-for-tests',
      comment:
        'The one-process system knows every app and runs in tests and the demo; no app knows it.',
      severity: 'error',
      from: { path: '^(apps|libs/(?!testing/))', pathNot: spec },
      to: { path: '^libs/testing/' },
    },
    {
      name: 'kafkajs-behind-its-transport',
      comment:
        'kafkajs is no longer developed: one library contains it, so that it can be replaced there. ' +
        'Tests and the demo speak it where they play a foreign program.',
      severity: 'error',
      from: {
        pathNot: ['^libs/transport-kafka/', '^test/', '^tools/demo/system/kafka-back-door'],
      },
      to: { path: '(^|node_modules/)kafkajs(/|$)' },
    },
    {
      name: 'amqplib-behind-its-transport',
      comment: 'Only the RabbitMQ transport speaks AMQP; the rest speaks Delivery and Settlement.',
      severity: 'error',
      from: { pathNot: ['^libs/transport-rabbitmq/', '^test/'] },
      to: { path: '(^|node_modules/)(@types/)?amqplib(/|$)' },
    },
    {
      name: 'aws-sdk-behind-its-transport',
      comment: 'Only the SQS transport speaks to AWS.',
      severity: 'error',
      from: { pathNot: ['^libs/transport-sqs/', '^test/'] },
      to: { path: '(^|node_modules/)@aws-sdk/' },
    },
    {
      name: 'redis-behind-its-transports',
      comment: 'Only the transports on Redis and the store of leases know its clients.',
      severity: 'error',
      from: {
        pathNot: [
          '^libs/transport-(bullmq|redis-streams)/',
          '^libs/idempotency/src/redis/',
          '^test/',
        ],
      },
      to: { path: '(^|node_modules/)(ioredis|bullmq|@nestjs/bullmq)(/|$)' },
    },
    {
      name: 'opentelemetry-sdk-behind-its-set-up',
      comment:
        "The rest speaks OpenTelemetry's API, whoever registers a provider: ours, or none, or another.",
      severity: 'error',
      from: { pathNot: ['^libs/observability/src/tracing/', spec] },
      to: { path: '(^|node_modules/)@opentelemetry/(?!api/|api$)' },
    },
    {
      name: 'no-dev-dependency-in-production',
      comment: 'An app installed with --omit=dev must start.',
      severity: 'error',
      from: { path: '^(apps|libs/(?!testing/))', pathNot: spec },
      to: {
        dependencyTypes: ['npm-dev'],
        dependencyTypesNot: ['type-only'],
        pathNot: 'node_modules/@types/',
      },
    },
    {
      name: 'declared-dependencies-only',
      comment:
        "A package that is there by another's favour vanishes with the other's next release.",
      severity: 'error',
      from: {},
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    },
  ],
  options: {
    doNotFollow: { path: '(^|/)node_modules/' },
    exclude: { path: '^dist/' },
    // Type imports are dependencies too: without this a layer could lean on another unseen.
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      mainFields: ['module', 'main', 'types'],
    },
  },
};

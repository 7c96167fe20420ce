module.exports = require('./postgres.cjs').teardown;

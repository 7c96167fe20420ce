module.exports = require('./postgres.cjs').setup;

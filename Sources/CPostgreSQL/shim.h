#ifndef CPOSTGRESQL_SHIM_H
#define CPOSTGRESQL_SHIM_H

// libpq, and what Swift's importer cannot see of it: codes that are characters in macros.
#include <libpq-fe.h>

static const int cpq_diag_sqlstate = PG_DIAG_SQLSTATE;
static const int cpq_diag_message_primary = PG_DIAG_MESSAGE_PRIMARY;
static const int cpq_diag_message_hint = PG_DIAG_MESSAGE_HINT;

#endif

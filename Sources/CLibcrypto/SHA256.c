// The plain functions and not EVP's: they look up no provider and allocate nothing, and a fact is hashed in less time than that takes.
// They find the processor's SHA instructions all the same.
#define OPENSSL_SUPPRESS_DEPRECATED
#include "CLibcrypto.h"
#include <openssl/sha.h>

_Static_assert(sizeof(CSHA256) >= sizeof(SHA256_CTX), "a SHA256_CTX has to fit");

void CSHA256Begin(CSHA256 *hash) { SHA256_Init((SHA256_CTX *)hash); }

void CSHA256Add(CSHA256 *hash, const void *bytes, size_t count) { SHA256_Update((SHA256_CTX *)hash, bytes, count); }

void CSHA256End(CSHA256 *hash, uint8_t *digest) { SHA256_Final(digest, (SHA256_CTX *)hash); }

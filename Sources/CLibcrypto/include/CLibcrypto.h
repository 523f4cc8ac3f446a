// What the record wants of Debian's libcrypto (OpenSSL 3): SHA-256 and Ed25519.
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// A SHA-256 (FIPS 180-4) that is being computed.
typedef struct {
    uint64_t state[14];
} CSHA256;

void CSHA256Begin(CSHA256 *hash);
void CSHA256Add(CSHA256 *hash, const void *bytes, size_t count);
/// Writes 32 bytes, after which the hash may be used no more.
void CSHA256End(CSHA256 *hash, uint8_t *digest);

/// Ed25519 (RFC 8032): keys of 32 bytes, signatures of 64. False where libcrypto refuses, or the signature is not this key's.
bool CEd25519PublicKey(const uint8_t *privateKey, uint8_t *publicKey);
bool CEd25519Sign(const uint8_t *privateKey, const uint8_t *message, size_t count, uint8_t *signature);
bool CEd25519Verify(const uint8_t *publicKey, const uint8_t *message, size_t count, const uint8_t *signature);

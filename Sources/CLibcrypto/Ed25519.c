#include "CLibcrypto.h"
#include <openssl/evp.h>

bool CEd25519PublicKey(const uint8_t *privateKey, uint8_t *publicKey) {
    size_t length = 32;
    EVP_PKEY *key = EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, NULL, privateKey, 32);
    bool done = key && EVP_PKEY_get_raw_public_key(key, publicKey, &length) == 1 && length == 32;
    EVP_PKEY_free(key);
    return done;
}

bool CEd25519Sign(const uint8_t *privateKey, const uint8_t *message, size_t count, uint8_t *signature) {
    size_t length = 64;
    EVP_PKEY *key = EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, NULL, privateKey, 32);
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    bool done = key && context && EVP_DigestSignInit(context, NULL, NULL, NULL, key) == 1
        && EVP_DigestSign(context, signature, &length, message, count) == 1 && length == 64;
    EVP_MD_CTX_free(context);
    EVP_PKEY_free(key);
    return done;
}

bool CEd25519Verify(const uint8_t *publicKey, const uint8_t *message, size_t count, const uint8_t *signature) {
    EVP_PKEY *key = EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, NULL, publicKey, 32);
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    bool done = key && context && EVP_DigestVerifyInit(context, NULL, NULL, NULL, key) == 1
        && EVP_DigestVerify(context, signature, 64, message, count) == 1;
    EVP_MD_CTX_free(context);
    EVP_PKEY_free(key);
    return done;
}

"""What stands around the pixels of WebP, AVIF, HEIC and JPEG XL: size, colours, orientation."""

"""Prints the golden numbers of RandomStreamTest: the generator written a second time, without any library."""

import math

MASK = (1 << 64) - 1
INCREMENT = 0x9E3779B97F4A7C15
PURPOSE, EPOCH, STEP = 0x9E3779B97F4A7C15, 0xD1B54A32D192ED03, 0x8CB92BA72F3D8DD7
SHUFFLE = 3


def mix(z):
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9 & MASK
    z = (z ^ (z >> 27)) * 0x94D049BB133111EB & MASK
    return z ^ (z >> 31)


def rotl(x, k):
    return (x << k | x >> (64 - k)) & MASK


class Stream:
    def __init__(self, seed, purpose, epoch, step):
        key = mix((seed + INCREMENT) & MASK)
        key = mix((key + PURPOSE * purpose) & MASK)
        key = mix((key + EPOCH * (epoch + 1)) & MASK)
        key = mix((key + STEP * (step + 1)) & MASK)
        self.s = [mix((key + INCREMENT * i) & MASK) for i in (1, 2, 3, 4)]
        self.spare = None

    def long(self):
        s = self.s
        result = (rotl((s[0] + s[3]) & MASK, 23) + s[0]) & MASK
        shifted = s[1] << 17 & MASK
        s[2] ^= s[0]
        s[3] ^= s[1]
        s[1] ^= s[2]
        s[0] ^= s[3]
        s[2] ^= shifted
        s[3] = rotl(s[3], 45)
        return result

    def double(self):
        return (self.long() >> 11) * 2.0**-53

    def bounded(self, bound):
        while True:
            product = (self.long() >> 32) * bound
            if product & 0xFFFFFFFF >= (1 << 32) % bound:
                return product >> 32

    def gaussian(self):
        if self.spare is not None:
            spare, self.spare = self.spare, None
            return spare
        while True:
            x, y = 2 * self.double() - 1, 2 * self.double() - 1
            squared = x * x + y * y
            if 0 < squared < 1:
                break
        scale = math.sqrt(-2 * math.log(squared) / squared)
        self.spare = y * scale
        return x * scale

    def shuffle(self, values):
        for last in range(len(values) - 1, 0, -1):
            other = self.bounded(last + 1)
            values[last], values[other] = values[other], values[last]
        return values


if __name__ == "__main__":
    stream = Stream(42, SHUFFLE, 3, 17)
    long = stream.long()
    print("long    ", long - (1 << 64) if long >> 63 else long)
    print("double  ", stream.double(), stream.double())
    print("int 10  ", stream.bounded(10))
    print("gaussian", stream.gaussian(), stream.gaussian())
    print("order   ", stream.shuffle(list(range(10))))

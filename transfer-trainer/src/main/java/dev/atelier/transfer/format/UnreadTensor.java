package dev.atelier.transfer.format;

/**
 * A tensor of a kind that is not read: its values do not lie in the file one by one as numbers of a known type.
 *
 * @param description continues "the tensor is"
 * @param hasValues whether PyTorch can make plain numbers of it
 */
public record UnreadTensor(String description, boolean hasValues) {}

using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text;

namespace Engram.Delaunay.Catalogue;

/// <summary>The 53 artists in the order of their labels, which is the ordinal order of their composed names.</summary>
public static class ArtistNames
{
    /// <summary>The artists; the place in the list is the label.</summary>
    public static IReadOnlyList<Artist> All { get; } =
    [
        new(0, "Ad Reinhardt", "1967", CopyrightTerm.Running, ObjectShare.None),
        new(1, "Alberto Magnelli", "1971", CopyrightTerm.Running, ObjectShare.None),
        new(2, "Alfred Manessier", "1993", CopyrightTerm.Running, ObjectShare.None),
        new(3, "Anthony Caro", "2013", CopyrightTerm.Running, ObjectShare.Mainly),
        new(4, "Antoine Pevsner", "1962", CopyrightTerm.Running, ObjectShare.Mainly),
        new(5, "Auguste Herbin", "1960", CopyrightTerm.Running, ObjectShare.None),
        new(6, "Aurélie Nemours", "2005", CopyrightTerm.Running, ObjectShare.None),
        new(7, "Berto Lardera", "1989", CopyrightTerm.Running, ObjectShare.Mainly),
        new(8, "Charles Lapicque", "1988", CopyrightTerm.Running, ObjectShare.None),
        new(9, "Charmion Von Wiegand", "1983", CopyrightTerm.Running, ObjectShare.None),
        new(10, "César Domela", "1992", CopyrightTerm.Running, ObjectShare.Partly),
        new(11, "Ellsworth Kelly", "2015", CopyrightTerm.Running, ObjectShare.Partly),
        new(12, "Emilio Vedova", "2006", CopyrightTerm.Running, ObjectShare.None),
        new(13, "Fernand Léger", "1955", CopyrightTerm.Passed, ObjectShare.None),
        new(14, "František Kupka", "1957", CopyrightTerm.Running, ObjectShare.None),
        new(15, "Franz Kline", "1962", CopyrightTerm.Running, ObjectShare.None),
        new(16, "François Morellet", "2016", CopyrightTerm.Running, ObjectShare.Partly),
        new(17, "Georges Mathieu", "2012", CopyrightTerm.Running, ObjectShare.None),
        new(18, "Georges Vantongerloo", "1965", CopyrightTerm.Running, ObjectShare.Partly),
        new(19, "Gustave Singier", "1984", CopyrightTerm.Running, ObjectShare.None),
        new(20, "Hans Hartung", "1989", CopyrightTerm.Running, ObjectShare.None),
        new(21, "Jean Arp", "1966", CopyrightTerm.Running, ObjectShare.Partly),
        new(22, "Jean Bazaine", "2001", CopyrightTerm.Running, ObjectShare.None),
        new(23, "Jean Degottex", "1988", CopyrightTerm.Running, ObjectShare.None),
        new(24, "Jean Dubuffet", "1985", CopyrightTerm.Running, ObjectShare.Partly),
        new(25, "Jean Fautrier", "1964", CopyrightTerm.Running, ObjectShare.None),
        new(26, "Jean Gorin", "1981", CopyrightTerm.Running, ObjectShare.Partly),
        new(27, "Joan Mitchell", "1992", CopyrightTerm.Running, ObjectShare.None),
        new(28, "Josef Albers", "1976", CopyrightTerm.Running, ObjectShare.None),
        new(29, "Kenneth Noland", "2010", CopyrightTerm.Running, ObjectShare.None),
        new(30, "Leon Polk Smith", "1996", CopyrightTerm.Running, ObjectShare.None),
        new(31, "Lucio Fontana", "1968", CopyrightTerm.Running, ObjectShare.Partly),
        new(32, "László Moholy-Nagy", "1946", CopyrightTerm.Passed, ObjectShare.Partly),
        new(33, "Léon Gischia", "1991", CopyrightTerm.Running, ObjectShare.None),
        new(34, "Maria Helena Vieira da Silva", "1992", CopyrightTerm.Running, ObjectShare.None),
        new(35, "Mark Rothko", "1970", CopyrightTerm.Running, ObjectShare.None),
        new(36, "Morris Louis", "1962", CopyrightTerm.Running, ObjectShare.None),
        new(37, "Naum Gabo", "1977", CopyrightTerm.Running, ObjectShare.Mainly),
        new(38, "Olle Bærtling", "1981", CopyrightTerm.Running, ObjectShare.Partly),
        new(39, "Otto Freundlich", "1943", CopyrightTerm.Passed, ObjectShare.Partly),
        new(40, "Pierre Soulages", "2022", CopyrightTerm.Running, ObjectShare.None),
        new(41, "Pierre Tal Coat", "1985", CopyrightTerm.Running, ObjectShare.None),
        new(42, "Piet Mondrian", "1944", CopyrightTerm.Passed, ObjectShare.None),
        new(43, "Richard Paul Lohse", "1988", CopyrightTerm.Running, ObjectShare.None),
        new(44, "Roger Bissière", "1964", CopyrightTerm.Running, ObjectShare.None),
        new(45, "Sam Francis", "1994", CopyrightTerm.Running, ObjectShare.None),
        new(46, "Sonia and Robert Delaunay", "1979 / 1941", CopyrightTerm.Mixed, ObjectShare.None),
        new(47, "Sophie Taeuber-Arp", "1943", CopyrightTerm.Passed, ObjectShare.Partly),
        new(48, "Theo van Doesburg", "1931", CopyrightTerm.Passed, ObjectShare.None),
        new(49, "Vassily Kandinsky", "1944", CopyrightTerm.Passed, ObjectShare.None),
        new(50, "Victor Vasarely", "1997", CopyrightTerm.Running, ObjectShare.None),
        new(51, "Yves Klein", "1962", CopyrightTerm.Running, ObjectShare.Partly),
        new(52, "Étienne Béothy", "1961", CopyrightTerm.Running, ObjectShare.Mainly),
    ];

    /// <summary>The names in label order.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. All.Select(static artist => artist.Name)];

    private static readonly FrozenDictionary<string, int> Indices = All.ToFrozenDictionary(static artist => artist.Name, static artist => artist.Index, StringComparer.Ordinal);

    /// <summary>SHA-256 of the names in this order, joined by single line feeds, in UTF-8: 64 lower-case hexadecimal digits.</summary>
    public static string Sha256 { get; } = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', Names))));

    /// <summary>The label of exactly this name, -1 if there is none.</summary>
    /// <param name="name">A composed name.</param>
    public static int IndexOf(string name) => Indices.GetValueOrDefault(name, -1);
}
